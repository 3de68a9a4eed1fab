// SPDX-License-Identifier: GPL-3.0-or-later

/// Stops the program when something holds that only a bug can bring about.
///
/// Unlike the standard library's `precondition`, the message is printed in release builds too: it says what was expected
/// and what was found. User mistakes never come here; they are typed errors.
@inlinable @inline(__always)
public func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { bug(message()) }
}

/// Stops the program because of a bug.
@inline(never)
public func bug(_ message: String) -> Never {
    fatalError("bug: " + message)
}
