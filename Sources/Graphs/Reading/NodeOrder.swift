// SPDX-License-Identifier: GPL-3.0-or-later

import OnnxFormat

/// Puts the nodes of a graph into an order in which each stands behind the nodes whose outputs it reads.
enum NodeOrder {
    /// The numbers of the nodes in order: as in the file when that will do, otherwise by layers (A. B. Kahn, CACM 5(11),
    /// 1962). Or the name of a node that waits for itself.
    /// - Complexity: O(nodes + inputs).
    static func sorted(_ nodes: [Onnx_NodeProto]) throws(CyclicNodes) -> [Int] {
        var producer: [String: Int] = [:]
        for (number, node) in nodes.enumerated() {
            for output in node.output where !output.isEmpty { producer[output] = number }
        }
        var waitsFor = [Int](repeating: 0, count: nodes.count)
        var readers = [[Int]](repeating: [], count: nodes.count)
        var isSorted = true
        for (number, node) in nodes.enumerated() {
            for name in namesRead(by: node) {
                guard let source = producer[name] else { continue }
                if source >= number { isSorted = false }
                waitsFor[number] += 1
                readers[source].append(number)
            }
        }
        if isSorted { return Array(nodes.indices) }
        var order = nodes.indices.filter { waitsFor[$0] == 0 }
        var next = 0
        while next < order.count {
            for reader in readers[order[next]] {
                waitsFor[reader] -= 1
                if waitsFor[reader] == 0 { order.append(reader) }
            }
            next += 1
        }
        if let stuck = waitsFor.firstIndex(where: { $0 > 0 }) { throw CyclicNodes(node: stuck) }
        return order
    }

    /// The names a node reads, those that its sub-graphs read from outside included.
    private static func namesRead(by node: Onnx_NodeProto) -> [String] {
        var names = node.input.filter { !$0.isEmpty }
        for attribute in node.attribute where attribute.hasG {
            for inner in attribute.g.node { names += namesRead(by: inner) }
            names += attribute.g.output.map(\.name)
        }
        return names
    }
}

/// Nodes that wait for each other's outputs.
struct CyclicNodes: Error {
    /// One of them.
    let node: Int
}
