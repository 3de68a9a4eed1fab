// SPDX-License-Identifier: GPL-3.0-or-later

/// One line of the table of everything a scenario file can hold.
public struct KeyRow: Sendable, Equatable {
    /// The path of the key, like `layouts.pools.nodes`; parameters of a declared thing stand under its name, like
    /// `layouts.scheme.re-execution.executions`.
    public let key: String
    /// What may stand there.
    public let allowed: String
    /// What holds when it is absent, with source and grade; "required" when it may not be.
    public let standard: String
    /// What it means.
    public let summary: String

    func under(_ parent: String) -> KeyRow {
        KeyRow(key: parent + "." + key, allowed: allowed, standard: standard, summary: summary)
    }
}
