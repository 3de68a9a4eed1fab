// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

/// Memory for many records that are visited in no order, where what costs is the way to them.
extension UnsafeMutablePointer {
    /// Uninitialised memory for so many records, to be freed by `deallocate()`.
    ///
    /// It begins at a cache line, so that records whose size divides 64 bytes never lie across two. Of more than some it
    /// fills whole large pages, which are asked for: with small ones nearly every visit also looks for the page.
    public static func scattered(_ count: Int) -> Self {
        let bytes = max(count, 1) * MemoryLayout<Pointee>.stride
        guard bytes >= leastLarge else {
            return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: cacheLine)
                .bindMemory(to: Pointee.self, capacity: count)
        }
        let rounded = (bytes + largePage - 1) / largePage * largePage
        let start = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: largePage)
        trilemma_prefer_large_pages(start, rounded)
        return start.bindMemory(to: Pointee.self, capacity: count)
    }

    private static var cacheLine: Int { 64 }
    /// Of x86-64.
    private static var largePage: Int { 2 << 20 }
    /// A smaller memory shares its few small pages with others.
    private static var leastLarge: Int { 256 << 10 }
}

extension UnsafePointer {
    /// Begins to bring the record near and does not wait for it: for a record that is about to be visited.
    @inlinable @inline(__always) public func fetch() { trilemma_fetch(self) }
}

extension UnsafeMutablePointer {
    /// Begins to bring the record near and does not wait for it: for a record that is about to be visited.
    @inlinable @inline(__always) public func fetch() { trilemma_fetch(self) }
}
