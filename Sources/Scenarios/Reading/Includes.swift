// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads a file and, before it, the files it includes.
struct Includes {
    private let reading: Reading
    /// The files that lead to the one being read, outermost first: their one true names, and as written.
    private var trail: [(canonical: String, written: String)] = []
    /// Files that have been read; including one from two places is no mistake, and reads it once.
    private var done: Set<String> = []
    /// Whether an include could not be followed, so that names it may declare are unknown.
    private(set) var isMissing = false

    init(_ reading: Reading) { self.reading = reading }

    /// The lists of the included files, in their order, then those of this one.
    /// - Throws: a text that is not YAML, wherever it is; other mistakes go to the reading.
    mutating func read(_ source: SourceText, as section: Section<Document>) throws(Mistake) -> Document {
        let canonical = TextFile.canonical(source.file)
        done.insert(canonical)
        trail.append((canonical, source.file))
        defer { trail.removeLast() }
        let root = try Composer(source).compose()
        var before = section.blank.scenario
        for entry in Self.items(of: root["include"]) {
            if let part = try follow(entry, from: source.file) { before = part.scenario.preceded(by: before) }
        }
        reading.file = source.file
        let document = section.read(root, reading)?.value ?? section.blank
        return Document(scenario: document.scenario.preceded(by: before))
    }

    private static func items(of include: Entry?) -> [Entry] {
        if case .sequence(let items)? = include?.content { items } else { [] }
    }

    /// Nil when there is nothing to add.
    private mutating func follow(_ entry: Entry, from file: String) throws(Mistake) -> Document? {
        guard let written = entry.text, !written.isEmpty else { return nil }
        let path = TextFile.path(written, besides: file)
        let canonical = TextFile.canonical(path)
        if let start = trail.firstIndex(where: { $0.canonical == canonical }) {
            reading.report(entry.position, .includeCycle(through: trail[start...].map(\.written) + [path]))
            return nil
        }
        guard !done.contains(canonical) else { return nil }
        do {
            try TextFile.probe(path)
        } catch {
            isMissing = true
            reading.report(entry.position, .cannotRead(error))
            return nil
        }
        return try read(SourceReader.read(path), as: Sections.library)
    }
}

extension Scenario {
    /// With the lists of included files before its own.
    fileprivate func preceded(by other: Scenario) -> Scenario {
        var joined = self
        joined.regions = other.regions + regions
        joined.hardware = other.hardware + hardware
        joined.workloads = other.workloads + workloads
        joined.models = other.models + models
        return joined
    }
}
