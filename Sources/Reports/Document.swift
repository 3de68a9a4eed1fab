// SPDX-License-Identifier: GPL-3.0-or-later

/// A report as a sequence of blocks, which can be laid out for a terminal or as a Markdown page.
public struct Document: Equatable, Sendable {
    /// A part that is laid out by itself.
    public enum Block: Equatable, Sendable {
        case title(String)
        case heading(String)
        case paragraph(String)
        case list([String])
        case table(Table)
    }

    /// In the order they are read.
    public private(set) var blocks: [Block] = []

    /// An empty document.
    public init() {}

    /// Appends a block; lists and tables without content are left out.
    public mutating func add(_ block: Block) {
        switch block {
        case .list(let items) where items.isEmpty: return
        case .table(let table) where table.rows.isEmpty: return
        default: blocks.append(block)
        }
    }

    /// Appends a heading with the blocks that follow it, or nothing when they are all without content.
    public mutating func add(_ heading: String, _ blocks: [Block]) {
        var section = Document()
        for block in blocks { section.add(block) }
        guard !section.blocks.isEmpty else { return }
        add(.heading(heading))
        self.blocks += section.blocks
    }

    /// For a terminal: paragraphs and list items wrapped at `width` characters; ends with a line feed.
    public func text(width: Int = 120) -> String {
        let parts = blocks.map { block in
            switch block {
            case .title(let words): words + "\n" + String(repeating: "=", count: words.count)
            case .heading(let words): words + "\n" + String(repeating: "-", count: words.count)
            case .paragraph(let words): Self.wrap(words, width, indent: "")
            case .list(let items):
                items.map { "- " + Self.wrap($0, width - 2, indent: "  ") }.joined(separator: "\n")
            case .table(let table): table.text
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// As a Markdown page; ends with a line feed.
    public var markdown: String {
        let parts = blocks.map { block in
            switch block {
            case .title(let words): "# " + words
            case .heading(let words): "## " + words
            case .paragraph(let words): words
            case .list(let items): items.map { "- " + $0 }.joined(separator: "\n")
            case .table(let table): table.markdown
            }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// Breaks at blanks; a word longer than the width stands alone.
    private static func wrap(_ words: String, _ width: Int, indent: String) -> String {
        var lines: [String] = []
        for word in words.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n" + indent)
    }
}
