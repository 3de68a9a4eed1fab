// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels
import Models
import Quantities

extension Sections {
    static let hardware = Section<Hardware>(
        "a hardware class", blank: .blank,
        [
            Field("id", \.id, .identifier, "The name of the class."),
            Field(
                "profile", \.profile, .word(NumericProfile.names), .standard("scalar", note: "assumed"),
                "The numeric profile its arithmetic rounds by."),
            Field(
                "concurrency", \.concurrency, .count(from: 1, through: 1_000_000),
                .standard("1", note: "one at a time"),
                "Requests a node serves at the same time."),
            Field(
                "fixed", \.statedFixed, .optional(.quantity(.time, from: 0, through: 86_400)),
                .otherwise("0 s, except with a law"), "Service time of every request."),
            Field(
                "prefill", \.statedPrefill, .optional(.quantity(.time, from: 0, through: 86_400)),
                .otherwise("required, except with a law"), "Service time per input token."),
            Field(
                "decode", \.statedDecode, .optional(.quantity(.time, from: 0, through: 86_400)),
                .otherwise("required, except with a law"), "Service time per output token after the first."),
            Field(
                "law", \.law, .optional(.law), .optional, "Service times as `trilemma calibrate` measured them."),
            Field(
                "noise", \.noise, .quantity(.share, from: 0, through: 10), .standard("0 %", note: "exactly the law"),
                "The coefficient of variation of the service time."),
            Field("memory", \.memory, .quantity(.size, from: 1, through: 1e15), "What a node holds models in."),
            Field(
                "bandwidth", \.bandwidth, .quantity(.bandwidth, from: 1, through: 1e15),
                .standard("10 Gbit/s", note: "assumed"), "How fast a node receives."),
            Field("price", \.price, .quantity(.price, from: 0, through: 1e6), "Of a node."),
            Field("idle-power", \.idlePower, .quantity(.power, from: 0, through: 1e9), "Of an idle node."),
            Field(
                "busy-power", \.busyPower, .quantity(.power, from: 0, through: 1e9),
                "Of a node at full use; not below idle."),
            Field(
                "gpus", \.gpus, .count(from: 1, through: 1_000_000), .standard("1", note: ""), "Accelerators in a node."
            ),
            .source(\.source), .grade(\.grade),
        ])
}

extension Hardware {
    fileprivate static let blank = Hardware(
        id: "", profile: "", concurrency: 1, fixed: unstated, prefill: unstated, decode: unstated, law: nil, noise: 0,
        memory: 1, bandwidth: 1, price: 0, idlePower: 0, busyPower: 0, gpus: 1, source: "", grade: .assumed)

    /// What stands for a time until one is read.
    static let unstated = -1.0

    /// The times of the linear law as the file states them: none with a measured law.
    var statedFixed: Double? {
        get { law == nil ? stated(fixed) : nil }
        set { fixed = newValue ?? fixed }
    }
    var statedPrefill: Double? {
        get { law == nil ? stated(prefill) : nil }
        set { prefill = newValue ?? prefill }
    }
    var statedDecode: Double? {
        get { law == nil ? stated(decode) : nil }
        set { decode = newValue ?? decode }
    }

    private func stated(_ time: Double) -> Double? { time == Self.unstated ? nil : time }
}
