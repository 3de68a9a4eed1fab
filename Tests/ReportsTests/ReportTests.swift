// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

import Measures
import Reports

struct ReportTests {
    @Test("show") func show() throws {
        print(try Example.report().document(.full).text())
        print(try Example.report().json.encoded.prefix(3000))
        print(try Example.report().curves.prefix(1000))
    }
}
