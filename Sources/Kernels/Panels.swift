// SPDX-License-Identifier: GPL-3.0-or-later

import CKernels

/// How the right-hand side B[inner][columns] of a product lies in memory: panels of some columns that follow each other, each
/// as [inner][width], zeros past the last column.
enum Panels {
    /// Columns of a panel.
    static let width = Int(TRILEMMA_PANEL)

    /// Columns with those that fill up the last panel.
    static func padded(_ columns: Int) -> Int { (columns + width - 1) / width * width }

    /// Where column `column` of B begins; its numbers are `width` apart.
    static func start(of column: Int, inner: Int) -> Int { column / width * width * inner + column % width }
}
