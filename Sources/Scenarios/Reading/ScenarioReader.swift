// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads and checks scenario files.
public enum ScenarioReader {
    /// The scenario in the file at `path`, with everything it includes.
    /// - Parameters:
    ///   - path: as the user wrote it; it stands so in the messages.
    ///   - catalogue: what the file can name.
    /// - Throws: all mistakes at once, except that a text that is not YAML is reported alone.
    /// - Complexity: O(size of the files); files over 16 MiB are refused unread.
    public static func read(path: String, catalogue: Catalogue = .standard) throws(ScenarioMistakes) -> Scenario {
        let source: SourceText
        do { source = try SourceReader.read(path) } catch { throw ScenarioMistakes([error]) }
        return try read(source, catalogue)
    }

    /// The scenario that `text` states, as if it stood in `file`.
    public static func read(
        text: String, file: String, catalogue: Catalogue = .standard
    ) throws(ScenarioMistakes) -> Scenario {
        let source: SourceText
        do { source = try SourceReader.check(Array(text.utf8), file: file) } catch { throw ScenarioMistakes([error]) }
        return try read(source, catalogue)
    }

    private static func read(_ source: SourceText, _ catalogue: Catalogue) throws(ScenarioMistakes) -> Scenario {
        let reading = Reading(catalogue)
        reading.directory = TextFile.path("", besides: source.file)
        var includes = Includes(reading)
        let document: Document
        do { document = try includes.read(source, as: Sections.scenario) } catch { throw ScenarioMistakes([error]) }
        reading.file = source.file
        reading.settleReferences(includesMissing: includes.isMissing)
        var scenario = document.scenario
        scenario.directory = reading.directory
        Completion(reading).complete(&scenario)
        Checks(scenario, reading).run()
        guard reading.mistakes.isEmpty else { throw ScenarioMistakes(reading.mistakes) }
        return scenario
    }
}
