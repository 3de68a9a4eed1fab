// SPDX-License-Identifier: GPL-3.0-or-later

import Measures
import Nodes
import Quantities

/// Every answer comes with a signature that binds request, answer and node, which the client checks (level L2).
///
/// It says who answered, not that the answer is right: a cheat signs its wrong answer as readily. What it costs is a
/// signature per answer: RSA-2048 takes 0.26–0.33 ms to make and 0.017 ms to check (`openssl speed rsa2048` on one AMD
/// EPYC core; measured) and 256 bytes, with the two 32-byte digests and the time that OpenGradient's gateway signs
/// (tee-gateway, code).
public final class SignedReceipts: Scheme {
    public static let declaration = Declaration(
        "receipts", "Every answer is signed by the node over request and answer; the client checks the signature (L2).",
        [
            Parameter(
                "sign", .quantity(.time, from: 0, through: 60), default: "0.3 ms",
                "Node time per signature. RSA-2048 on one AMD EPYC core, grade: measured."),
            Parameter(
                "verify", .quantity(.time, from: 0, through: 60), default: "0.017 ms",
                "Client time to check one. RSA-2048 on one AMD EPYC core, grade: measured."),
            Parameter(
                "size", .quantity(.size, from: 0, through: 1e9), default: "328 B",
                "Signature, two digests and a time stamp beside each answer. Grade: derived."),
        ])

    private let sign: Nanoseconds
    private let verify: Nanoseconds
    private let size: Int

    public init(_ arguments: Arguments) {
        sign = arguments.time("sign")
        verify = arguments.time("verify")
        size = Int(arguments.quantity("size"))
    }

    override public var highest: Level { .signed }
    override public var trust: String { "The signing key is the node's; what it signed may still be wrong." }
    override public var nodeTime: Nanoseconds { sign }
    override public var clientTime: Nanoseconds { verify }
    override public var answerBytes: Int { size }
    override public var factsAtDelivery: Assurance { .receipt }
}
