// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A part of the simulated world that events are addressed to.
///
/// Subclasses are final and built before the run; handling an event is one indirect call. A component keeps its state to
/// itself: others reach it by scheduling events for it.
open class Component {
    /// Where events for this component are to be sent.
    public final let index: ComponentIndex

    /// - Parameter index: reserved from the simulation that the component is going to join.
    public init(index: ComponentIndex) { self.index = index }

    /// Reacts to an event addressed to this component, at `simulation.now == event.time`.
    open func handle(_ event: Event, in simulation: inout Simulation) {
        bug("\(type(of: self)) handles no events, but one of kind \(event.kind) came at \(event.time)")
    }

    /// Whether this component makes use of `foresee`. The engine asks nobody while no component does.
    open var hasForesight: Bool { false }

    /// Told twice that an event will soon be addressed to this component, so that the memory it needs can be fetched while
    /// others are handled.
    ///
    /// A hint: it is given for some events only, and for some that are cancelled after all. Whoever takes it changes
    /// nothing, so the trajectory is the same with and without.
    open func foresee(_ event: Event, _ glance: Glance, in simulation: borrowing Simulation) {}
}

/// How much can be fetched for an event that is to come.
///
/// With many entities nearly every record lies in main memory, a hundred nanoseconds away. Fetched for some dozens of
/// events at once, they take little longer than one; but where a record says which others are needed, the first must have
/// come before the others can be named.
public enum Glance {
    /// Fetch the records that the event itself names.
    case first
    /// Those have come near: fetch the records that they name.
    case second
}
