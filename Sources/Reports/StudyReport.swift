// SPDX-License-Identifier: GPL-3.0-or-later

import Measures

/// A study as a report, made from its records alone.
///
/// The answer comes first, in plain words; then the table; then, in the full report, everything else; the files last.
public struct StudyReport: Sendable {
    /// How much a document holds.
    public enum Extent: Sendable {
        /// What a terminal shows after a run: answer, headline, levels, conservation, notes, files.
        case measures
        /// What a terminal shows after a comparison: answer, headline, verdicts, conservation, notes, files.
        case verdicts
        /// Every table and the glossary, as in `summary.md`.
        case full
    }

    /// A file of the study folder.
    public struct File: Equatable, Sendable {
        /// As the caller wants it read; a study folder names its files relative to itself.
        public let path: String
        /// In a few words.
        public let contents: String

        /// A file to be named.
        public init(_ path: String, _ contents: String) {
            self.path = path
            self.contents = contents
        }
    }

    /// The measures behind every number of the report.
    public let analysis: Analysis
    let files: [File]

    /// - Parameters:
    ///   - rows: those of `runs.csv`.
    ///   - files: what to name at the end.
    /// - Throws: when the rows do not make a panel or hold a layout the study does not know.
    public init(_ study: Study, _ rows: [Row], files: [File] = []) throws(PanelMistake) {
        let panel = try Panel(rows)
        if let unknown = panel.layouts.first(where: { study.layout($0) == nil }) { throw .unknownLayout(unknown) }
        analysis = Analysis(study, panel)
        self.files = files
    }

    var study: Study { analysis.study }
    var panel: Panel { analysis.panel }
    var target: Level { study.target }

    /// The scale of the headline, or the smallest that was run.
    var scale: Int { panel.scales.contains(study.headlineScale) ? study.headlineScale : panel.scales[0] }

    /// The answer in one or two sentences.
    public var answer: String { Answer(report: self).text }

    /// The report as blocks, to be laid out as text or Markdown.
    ///
    /// Complexity: O(layouts² × replications × columns).
    public func document(_ extent: Extent) -> Document {
        var document = Document()
        if extent == .full, !study.title.isEmpty { document.add(.title(study.title)) }
        document.add(.paragraph(answer))
        document.add(.table(headline))
        document.add(.paragraph(conditions))
        if extent == .full { document.add("Layouts", [.list(layouts)]) }
        if extent != .measures { document.add("Verdicts", verdicts) }
        if extent != .verdicts { document.add("All levels of assurance", levels) }
        if extent == .full {
            document.add("Scales", scales)
            document.add("Verified inferences per network", rates)
            document.add("Regions and models", regions)
            document.add("Latency, time to level, exposure", delays)
            document.add("What checks let pass and whom they accuse", conduct)
            document.add("How far honest machines differ", profileDivergence)
            document.add("Overhead of the scheme", overhead)
            document.add("Resources and cost", resources)
            document.add("Strata", strata)
            document.add("Who sees what", privacy)
        }
        document.add("Conservation of requests", conservation)
        document.add("Notes", [.list(notes)])
        if extent == .full { document.add("Glossary", [.list(Glossary.lines(analysis))]) }
        document.add("Files", [.list(files.map { "\($0.path): \($0.contents)" })])
        return document
    }

    /// The name of a layout as tables show it: exempted from the threat, it is labelled so everywhere.
    func label(_ layout: String) -> String {
        (study.layout(layout)?.assumedHonest ?? "").isEmpty ? layout : layout + " (assumed honest)"
    }

    func canReach(_ layout: String, _ level: Level) -> Bool { study.layout(layout)?.canReach(level) ?? false }

    /// A layout at the headline's scale.
    func cell(_ layout: String) -> Panel.Cell { Panel.Cell(layout, scale: scale) }

    /// One row of a table per layout.
    func table(_ columns: [Table.Column], _ row: (String) -> [String]) -> Table {
        var table = Table([.words("layout")] + columns)
        for layout in panel.layouts { table.add([label(layout)] + row(layout)) }
        return table
    }
}
