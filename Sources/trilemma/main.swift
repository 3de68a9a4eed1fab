print("trilemma")
