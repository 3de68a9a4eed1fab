// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The house: one target per room, imports only go down. Sources/README.md is the map, and a test holds this file, the
// map and every import against each other.

import PackageDescription

/// Strict everywhere: a warning is an error, `any` is written out, a member is visible only where its module is imported.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room and the rooms it may import.
func room(_ name: String, _ imports: [String] = [], resources: [Resource] = []) -> Target {
    .target(
        name: name, dependencies: imports.map { .byName(name: $0) }, exclude: [], resources: resources,
        swiftSettings: strict)
}

/// The tests of a room; `more` are rooms it needs beside the one it tests.
func tests(of name: String, _ more: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: ([name] + more).map { .byName(name: $0) }, swiftSettings: strict)
}

let package = Package(
    name: "trilemma",
    products: [.executable(name: "trilemma", targets: ["trilemma"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: [
        // Ground floor
        .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
        room("Quantities"),
        room("Randomness", ["CKernels", "Quantities", "CGSL"]),
        room("Statistics", ["CGSL"]),
        room("Measures", ["Quantities", "Statistics"]),
        // What is served
        .target(name: "CKernels"),
        room("Memory", ["CKernels"]),
        room("Kernels", ["CKernels", "Quantities"]),
        room("ModelFiles"),
        // Generated code keeps to its generator's rules, not to ours.
        .target(
            name: "OnnxFormat", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
            exclude: ["onnx.proto"]),
        .target(
            name: "Graphs",
            dependencies: [
                "OnnxFormat", "ModelFiles", "Kernels", "Quantities",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ], swiftSettings: strict),
        room("Languages", ["ModelFiles", "Kernels", "Quantities"]),
        room("Commitments", ["CKernels", "Quantities"]),
        .target(name: "CModelFiles", exclude: ["files"]),
        room(
            "Models",
            [
                "Languages", "Graphs", "Commitments", "ModelFiles", "CModelFiles", "Kernels", "Statistics",
                "Quantities", "Randomness",
            ]),
        // The world
        room("Engine", ["Memory", "Quantities"]),
        room("Networks", ["Engine", "Measures", "Memory", "Randomness", "Quantities"]),
        room("Ledgers", ["Networks", "Engine", "Measures", "Memory", "Randomness", "Quantities"]),
        room("Nodes", ["Ledgers", "Networks", "Engine", "Models", "Measures", "Memory", "Randomness", "Quantities"]),
        room(
            "Schemes",
            ["Nodes", "Ledgers", "Networks", "Engine", "Models", "Kernels", "Measures", "Randomness", "Quantities"]),
        room(
            "Adversaries",
            [
                "Schemes", "Nodes", "Ledgers", "Networks", "Engine", "Models", "Languages", "Kernels", "Measures",
                "Randomness", "Quantities",
            ]),
        // Studies
        .target(
            name: "Scenarios",
            dependencies: [
                "Adversaries", "Schemes", "Nodes", "Ledgers", "Networks", "Engine", "Models", "ModelFiles", "Kernels",
                "Measures", "Memory", "Statistics", "Randomness", "Quantities", .product(name: "Yams", package: "Yams"),
            ], swiftSettings: strict),
        room(
            "Experiments",
            [
                "Scenarios", "Adversaries", "Models", "Graphs", "Languages", "ModelFiles", "Commitments", "Kernels",
                "Measures", "Statistics", "Randomness", "Quantities",
            ]),
        room("Reports", ["Measures", "Statistics", "Quantities"]),
        .executableTarget(
            name: "trilemma",
            dependencies: [
                "Experiments", "Reports", "Scenarios", "Models", "Kernels", "Measures", "Quantities",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CKernels", "Graphs", "Languages", "Kernels", "Models", "Experiments", "Scenarios", "Engine",
                "Randomness", "Measures", "Quantities",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        // Tests
        .target(
            name: "TestTools",
            dependencies: ["Graphs", "OnnxFormat", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            path: "Tests/TestTools", swiftSettings: strict),
        tests(of: "Quantities"),
        tests(of: "Randomness", ["CGSL", "CKernels", "Quantities", "Statistics"]),
        tests(of: "Statistics", ["Randomness", "Quantities"]),
        tests(of: "Measures", ["TestTools", "Quantities", "Statistics", "Randomness"]),
        tests(of: "Memory"),
        tests(of: "Kernels", ["TestTools", "CKernels", "Quantities"]),
        tests(of: "ModelFiles", ["Quantities"]),
        .testTarget(
            name: "GraphsTests",
            dependencies: [
                "TestTools", "Graphs", "OnnxFormat", "ModelFiles", "Kernels", "Quantities",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ], swiftSettings: strict),
        tests(of: "Languages", ["TestTools", "ModelFiles", "Kernels", "Quantities"]),
        tests(of: "Commitments", ["CKernels", "Quantities"]),
        tests(
            of: "Models", ["TestTools", "Commitments", "Graphs", "Kernels", "Languages", "Quantities", "Randomness"]),
        // Counts allocations and references; C, because it stands in for malloc.
        .target(name: "CMemoryWatch", path: "Tests/CMemoryWatch"),
        tests(of: "Engine", ["CMemoryWatch", "Quantities", "Randomness"]),
        tests(of: "Networks", ["Engine", "Measures", "Randomness", "Quantities"]),
        tests(of: "Ledgers", ["Networks", "Engine", "Randomness", "Quantities"]),
        tests(
            of: "Nodes", ["Ledgers", "Networks", "Engine", "Models", "Measures", "Randomness", "CGSL", "Quantities"]),
        tests(of: "Schemes", ["Nodes", "Engine", "Models", "Kernels", "Measures", "Randomness", "Quantities"]),
        tests(of: "Adversaries", ["Nodes", "Engine", "Models", "Kernels", "Measures", "Randomness", "Quantities"]),
        tests(of: "Scenarios", ["Measures", "Models", "Quantities"]),
        tests(
            of: "Experiments",
            [
                "TestTools", "Commitments", "Engine", "Graphs", "Kernels", "ModelFiles", "Models", "Scenarios",
                "Measures", "Statistics", "Randomness", "Quantities",
            ]),
        tests(of: "Reports", ["Measures", "Statistics", "Quantities"]),
        .testTarget(
            name: "ValidationTests",
            dependencies: [
                "Engine", "Experiments", "Measures", "Networks", "Quantities", "Randomness", "Scenarios", "Statistics",
            ], swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
