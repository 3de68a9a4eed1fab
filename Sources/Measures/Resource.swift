// SPDX-License-Identifier: GPL-3.0-or-later

/// What a paid node is there for. The raw values index tallies.
public enum NodeRole: UInt8, CaseIterable, Sendable {
    /// Answers requests.
    case serving
    /// Re-executes, audits, watches or proves.
    case checking
    /// Takes requests in, routes and relays them.
    case gateway
    /// Ledger, registry, hub and whatever else all share.
    case infrastructure

    /// As written in column names.
    public var name: String {
        switch self {
        case .serving: "serving"
        case .checking: "checking"
        case .gateway: "gateway"
        case .infrastructure: "infrastructure"
        }
    }
}

/// What money is spent on. The raw values index tallies and stand in `paid` milestones.
public enum CostKind: UInt8, CaseIterable, Sendable {
    /// The hourly price of nodes, idle ones included.
    case nodes
    /// Traffic that leaves a cloud or crosses regions.
    case egress
    /// Fees of ledger transactions.
    case gas
    /// Bytes kept on disks, hubs and data-availability layers.
    case storage

    /// As written in column names.
    public var name: String {
        switch self {
        case .nodes: "nodes"
        case .egress: "egress"
        case .gas: "gas"
        case .storage: "storage"
        }
    }
}

extension NodeRole: Slot {
    @inlinable public var slot: Int { Int(rawValue) }
}

extension CostKind: Slot {
    @inlinable public var slot: Int { Int(rawValue) }
}
