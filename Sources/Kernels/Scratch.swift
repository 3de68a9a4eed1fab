// SPDX-License-Identifier: GPL-3.0-or-later

/// Hands out pieces of scratch memory, each at a multiple of 64 bytes; without memory it only counts.
struct Scratch {
    private let start: UnsafeMutablePointer<Float>?
    /// Numbers handed out so far, gaps included.
    private(set) var count = 0

    /// Counts what would be handed out of memory that stands anywhere.
    static func counting(_ body: (inout Scratch) -> Void) -> Int {
        var scratch = Scratch(start: nil)
        body(&scratch)
        return scratch.count + perLine
    }

    init(_ memory: UnsafeMutablePointer<Float>) { start = memory.alignedToLines }

    private init(start: UnsafeMutablePointer<Float>?) { self.start = start }

    /// Numbers of a line of 64 bytes.
    private static let perLine = 16

    /// Room for `count` numbers; nil only where nothing but counting goes on.
    mutating func floats(_ count: Int) -> UnsafeMutablePointer<Float>? {
        defer { self.count += (count + Self.perLine - 1) / Self.perLine * Self.perLine }
        return start.map { $0 + self.count }
    }

    /// Room for `count` integers.
    mutating func integers(_ count: Int) -> UnsafeMutablePointer<Int>? {
        floats(2 * count).map { UnsafeMutableRawPointer($0).bindMemory(to: Int.self, capacity: count) }
    }
}

extension UnsafeMutablePointer<Float> {
    /// The next place whose address is a multiple of 64 bytes, at most 15 numbers on.
    var alignedToLines: Self {
        let address = UInt(bitPattern: self)
        return self + Int(((address + 63) & ~63) - address) / MemoryLayout<Float>.stride
    }
}
