// SPDX-License-Identifier: GPL-3.0-or-later

/// The sections of a scenario file: each key is declared once, here, with what may stand there, its default and what it
/// means. Reading, messages, the schema, the resolved scenario and the table of keys all follow from these.
enum Sections {}
