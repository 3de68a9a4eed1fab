// SPDX-License-Identifier: GPL-3.0-or-later

/// The facts of a study as a tidy table, `study.csv`: one fact a line, as `subject,fact,value`.
///
/// The subject is `study`, `layout NAME`, or `profiles MODEL FIRST SECOND`; a list is several lines with the same fact. A unit stands in the name of
/// each fact that has one.
public enum StudyRecord {
    static let columns = ["subject", "fact", "value"]

    private static let study: [Fact<Study>] = [
        .text("title", \.title), .choice("kind", \.kind), .level("target_level", \.target),
        .count("headline_scale", \.headlineScale), .number("first_token_objective_s", \.firstTokenObjective),
        .number("total_objective_s", \.totalObjective), .number("client_deadline_s", \.clientDeadline),
        .number("verification_deadline_s", \.verificationDeadline),
        .number("revocation_window_s", \.revocationWindow), .number("window_start_s", \.windowStart),
        .number("window_end_s", \.windowEnd), .number("indifference", \.indifference), .number("floor", \.floor),
        .choice("equalised", \.equalisation), .text("reference_layout", \.reference),
        Fact(
            name: "scale", allowed: "a whole number from 1", write: { $0.scales.map(String.init) },
            read: { study, text in
                guard let scale = Int(text), scale >= 1 else { return false }
                study.scales.append(scale)
                return true
            }, isNeeded: true, isList: true),
        Fact(
            name: "note", allowed: "a text", write: \.notes,
            read: { study, text in
                study.notes.append(text)
                return !text.isEmpty
            }, isNeeded: false, isList: true),
    ]

    private static let layout: [Fact<StudyLayout>] = [
        .text("summary", \.summary), .level("highest_level", \.highest), .text("assumed_honest", \.assumedHonest),
        .text("main_operator", \.mainOperator), .text("trust", \.trust),
        .number("audit_probability", \.auditProbability), .number("stake_usd", \.stakeUSD),
        .number("challenge_window_s", \.challengeWindow), .text("sees_identity", \.seesIdentity),
        .text("sees_prompt", \.seesPrompt), .text("sees_answer", \.seesAnswer),
    ]

    private static let pair: [Fact<ProfilePair>] = [
        .count("inputs", \.inputs), .number("other_answers", \.otherAnswers), .number("same_bits", \.sameBits),
        .number("within_tolerance", \.withinTolerance), .number("median_distance", \.medianDistance),
        .number("largest_distance", \.largestDistance),
    ]

    /// The whole file.
    public static func write(_ value: Study) -> String {
        var text = CommaSeparated.line(columns)
        func add<Subject>(_ name: String, _ subject: Subject, _ facts: [Fact<Subject>]) {
            for fact in facts {
                for line in fact.write(subject) { text += CommaSeparated.line([name, fact.name, line]) }
            }
        }
        add("study", value, study)
        for one in value.layouts { add(layoutPrefix + one.name, one, layout) }
        for one in value.profilePairs { add(pairPrefix + one.subject, one, pair) }
        return text
    }

    private static let layoutPrefix = "layout "
    private static let pairPrefix = "profiles "

    /// The study of a file.
    ///
    /// - Throws: the first mistake, with its line and column: a fact that is unknown, missing, or not allowed.
    public static func read(_ text: String) throws(RecordMistake) -> Study {
        let lines = try CommaSeparated.parse(text)
        guard let header = lines.first else { throw RecordMistake(line: 1, column: 1, .empty) }
        let order = try ColumnOrder(header, expecting: columns)
        var value = Study()
        value.scales = []
        var stated: Set<[String]> = []
        for line in lines.dropFirst() {
            let fields = try order.sort(line)
            let isNew = stated.insert([fields[0].text, fields[1].text]).inserted
            let isList = study.contains { $0.isList && $0.name == fields[1].text }
            guard isNew || isList else {
                throw RecordMistake(line: fields[1].line, column: fields[1].column, .repeatedFact(fields[1].text))
            }
            try take(fields, into: &value)
        }
        try requireAll(of: value, stated)
        return value
    }

    private static func take(_ fields: [CommaSeparated.Field], into value: inout Study) throws(RecordMistake) {
        let subject = fields[0].text
        if subject == "study" { return try read(fields, study, into: &value) }
        if subject.hasPrefix(layoutPrefix), subject != layoutPrefix {
            let name = String(subject.dropFirst(layoutPrefix.count))
            if value.layout(name) == nil { value.layouts.append(StudyLayout(name)) }
            for index in value.layouts.indices where value.layouts[index].name == name {
                try read(fields, layout, into: &value.layouts[index])
            }
            return
        }
        let names = subject.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard subject.hasPrefix(pairPrefix), names.count == 4 else {
            throw RecordMistake(
                line: fields[0].line, column: fields[0].column,
                .badValue(
                    column: "subject", found: subject, expected: "study, layout NAME or profiles MODEL FIRST SECOND"))
        }
        let new = ProfilePair(model: names[1], first: names[2], second: names[3])
        if !value.profilePairs.contains(where: { $0.subject == new.subject }) { value.profilePairs.append(new) }
        for index in value.profilePairs.indices where value.profilePairs[index].subject == new.subject {
            try read(fields, pair, into: &value.profilePairs[index])
        }
    }

    private static func read<Subject>(
        _ fields: [CommaSeparated.Field], _ facts: [Fact<Subject>], into subject: inout Subject
    ) throws(RecordMistake) {
        guard let fact = facts.first(where: { $0.name == fields[1].text }) else {
            throw RecordMistake(line: fields[1].line, column: fields[1].column, .unknownFact(fields[1].text))
        }
        guard fact.read(&subject, fields[2].text) else {
            throw RecordMistake(
                line: fields[2].line, column: fields[2].column,
                .badValue(column: fact.name, found: fields[2].text, expected: fact.allowed))
        }
    }

    private static func requireAll(of value: Study, _ stated: Set<[String]>) throws(RecordMistake) {
        func check<Subject>(_ name: String, _ facts: [Fact<Subject>]) throws(RecordMistake) {
            for fact in facts where fact.isNeeded && !stated.contains([name, fact.name]) {
                throw RecordMistake(line: 1, column: 1, .missingFact("\(name) \(fact.name)"))
            }
        }
        try check("study", study)
        for one in value.layouts { try check(layoutPrefix + one.name, layout) }
        for one in value.profilePairs { try check(pairPrefix + one.subject, pair) }
    }
}
