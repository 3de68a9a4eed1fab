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
}
