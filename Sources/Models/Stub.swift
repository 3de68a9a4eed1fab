import Quantities
public struct Answer: BitwiseCopyable, Sendable { public static let none = Answer(); public init() {} ; var x: UInt64 = 0
 public static func random(seed: UInt64) -> Answer { Answer() } }
public final class AnswerTable: Sendable { public init(_ c: [Computation]) {}
 public func answer(computation: Int, input: Int) -> Answer { Answer() }
 public func distance(_ a: Answer, _ b: Answer) -> Float { 0 }
 public func sameLabel(_ a: Answer, _ b: Answer) -> Bool { true }
 public func isExactlyEqual(_ a: Answer, _ b: Answer) -> Bool { true }
 public func agree(_ a: Answer, _ b: Answer) -> Bool { true }
 public func isRight(_ a: Answer, honest: Int, input: Int) -> Bool { true } }
public struct ServiceLaw: Sendable { init() {} 
 public func firstToken(inputTokens: Int) -> Nanoseconds { .zero }
 public func total(inputTokens: Int, outputTokens: Int) -> Nanoseconds { .zero } }

import Kernels
public enum Weights: Sendable { case full, int8, int4 }
public struct Classifier: Hashable, Sendable { public static func named(_ n: String) -> Classifier? { Classifier() } }
public struct InputSet: Sendable { public static let test = InputSet(); public var count: Int { 360 } }
public struct Computation: Hashable, Sendable { public init(_ m: Classifier, _ w: Weights, _ p: NumericProfile) {} }
extension ServiceLaw { public init(fixed: Double, prefill: Double, decode: Double) { self.init() } }
