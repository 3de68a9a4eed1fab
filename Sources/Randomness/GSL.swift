// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import CGSL

/// The GNU Scientific Library this program runs with.
public enum GSL {
    /// Its version, like `2.7.1`.
    public static var version: String { String(cString: gsl_version) }
}
