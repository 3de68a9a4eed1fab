// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The machine this process runs on.
public enum Machine {
    /// Cores in the affinity mask of this process, at least 1.
    public static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Bytes of memory that the machine has.
    static var memory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory) }

    /// The name of the processor as the kernel tells it; `an unknown processor` where it does not.
    static var processor: String {
        let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = facts.split(separator: "\n").first { $0.hasPrefix("model name") }
        let name = line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces) ?? ""
        return name.isEmpty ? "an unknown processor" : name
    }

    /// Name and version of the C library, like `glibc 2.36`; `unknown` where it does not tell.
    static var libc: String {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>
        guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "gnu_get_libc_version") else { return "unknown" }
        return "glibc " + String(cString: unsafeBitCast(symbol, to: Version.self)())
    }
}
