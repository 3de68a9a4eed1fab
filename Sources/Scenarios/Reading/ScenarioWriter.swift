// SPDX-License-Identifier: GPL-3.0-or-later

/// Writes a scenario out in full: every default stated, every include inlined.
public enum ScenarioWriter {
    /// The text of a scenario file that reads back as an equal scenario, from a file in the same folder; the same text on
    /// every machine.
    /// - Precondition: what the scenario names is in the catalogue.
    public static func yaml(_ scenario: Scenario, catalogue: Catalogue = .standard) -> String {
        Sections.scenario.write(Document(scenario: scenario), catalogue).written()
    }
}
