// SPDX-License-Identifier: GPL-3.0-or-later

import Nodes
import Quantities

/// No check at all: one node answers, nobody vouches (level L0). The baseline every overhead is measured against.
public final class NoScheme: Scheme {
    public static let declaration = Declaration("none", "No check at all: one node answers, nobody vouches (L0).")
}
