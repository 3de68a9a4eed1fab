// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Runs events in one total order until a stop rule.
///
/// It does not know what an event means. Components schedule events for each other through it; nothing is allocated,
/// retained or released per event once the tables have reached their largest size.
public struct Simulation: ~Copyable {
    /// The time of the event being handled.
    public private(set) var now = Nanoseconds.zero
    /// Events handled so far; cancelled ones do not count.
    public private(set) var handled = 0
    public private(set) var fingerprint = Fingerprint()

    @usableFromInline var pending = PendingEvents()
    @usableFromInline var scheduled: UInt64 = 0
    /// Owns the components; the run itself goes through `table`, which does not count references.
    private var components: [Component?] = []
    private let table: UnsafeMutablePointer<Unmanaged<Component>>
    /// Whether any of them has foresight.
    private var hasForesight = false
    private let observerOwner: Observer
    @usableFromInline let observer: Unmanaged<Observer>

    public init(observer: Observer = Observer()) {
        observerOwner = observer
        self.observer = .passUnretained(observer)
        table = .allocate(capacity: Int(UInt16.max))
    }

    deinit { table.deallocate() }

    /// Events scheduled and neither handled nor dropped yet.
    public var pendingCount: Int { pending.count }

    /// An index for a component that is about to be built; reserving first lets components know each other's.
    ///
    /// At most 65,535 components.
    public mutating func reserve() -> ComponentIndex {
        require(components.count < Int(UInt16.max), "at most 65,535 components, found one more")
        components.append(nil)
        return ComponentIndex(UInt16(components.count - 1))
    }

    /// Puts a component at its reserved index. Before the run only.
    public mutating func add(_ component: Component) {
        let number = Int(component.index.number)
        require(handled == 0, "components join before the run, but \(handled) events were already handled")
        require(components.indices.contains(number), "component \(number): expected a reserved index, found none")
        require(components[number] == nil, "component \(number): expected a free index, found it taken")
        components[number] = component
        if component.hasForesight { hasForesight = true }
        (table + number).initialize(to: .passUnretained(component))
    }

    /// Schedules an event. Complexity: amortised O(1) with many events pending, O(log n) with few.
    /// - Precondition: `time` is not before `now`.
    @inlinable @inline(__always) public mutating func schedule(
        _ kind: UInt16, at time: Nanoseconds, in band: Band, for target: ComponentIndex, subject: UInt32 = 0,
        detail: UInt32 = 0
    ) {
        push(kind, time, band, target, TimerTable.none, subject, detail)
    }

    /// Schedules an event that `cancel` can withdraw.
    @inlinable public mutating func scheduleTimer(
        _ kind: UInt16, at time: Nanoseconds, in band: Band, for target: ComponentIndex, subject: UInt32 = 0,
        detail: UInt32 = 0
    ) -> Timer {
        let timer = pending.timers.take()
        push(kind, time, band, target, timer.slot, subject, detail)
        return timer
    }

    /// Withdraws a scheduled event. Returns whether it was still to come; cancelling twice, or after the event, does
    /// nothing. Complexity: O(1).
    @discardableResult
    @inlinable public mutating func cancel(_ timer: Timer) -> Bool { pending.timers.cancel(timer) }

    /// Begins to bring near what `cancel` will need.
    @inlinable public func fetch(_ timer: Timer) { pending.timers.fetch(timer.slot) }

    /// Tells the observer, which cannot answer.
    @inlinable public func emit(
        _ kind: UInt8, request: UInt32, attempt: UInt32 = .max, participant: UInt32 = .max, value: UInt64 = 0
    ) {
        let milestone = Milestone(
            time: now, request: request, attempt: attempt, participant: participant, kind: kind, value: value)
        observer._withUnsafeGuaranteedRef { $0.note(milestone) }
    }

    /// Handles events until a stop rule holds. May be called again with a later horizon.
    ///
    /// Events at the horizon itself are not handled. After a stop by the horizon `now` stands there.
    public mutating func run(until horizon: Nanoseconds, eventLimit: Int = .max) -> StopReason {
        require(!components.contains { $0 == nil }, "every reserved index needs its component before the run")
        while let event = pending.first() {
            if pending.isRunNew { foresee() }
            if pending.timers.drops(event) {
                pending.removeFirst()
                continue
            }
            if event.time >= horizon {
                now = horizon
                return .horizon
            }
            if handled >= eventLimit { return .eventLimit }
            pending.removeFirst()
            if event.timer != TimerTable.none { pending.timers.retire(event.timer) }
            now = event.time
            handled &+= 1
            fingerprint.add(event)
            table[Int(event.target.number)]._withUnsafeGuaranteedRef { $0.handle(event, in: &self) }
        }
        return .empty
    }

    /// Tells components what comes next: all of it once, and then again.
    private mutating func foresee() {
        pending.isRunNew = false
        guard hasForesight else { return }
        let events = pending.run.rest
        for event in events {
            table[Int(event.target.number)]._withUnsafeGuaranteedRef { $0.foresee(event, .first, in: self) }
        }
        for event in events {
            table[Int(event.target.number)]._withUnsafeGuaranteedRef { $0.foresee(event, .second, in: self) }
        }
    }

    @inlinable @inline(__always) mutating func push(
        _ kind: UInt16, _ time: Nanoseconds, _ band: Band, _ target: ComponentIndex, _ timer: UInt32, _ subject: UInt32,
        _ detail: UInt32
    ) {
        guard time >= now else { Self.scheduledInThePast(kind, time, now, target) }
        pending.push(
            Event(
                time: time, band: band, sequence: scheduled, target: target, kind: kind, timer: timer, subject: subject,
                detail: detail))
        scheduled &+= 1
    }

    @usableFromInline static func scheduledInThePast(
        _ kind: UInt16, _ time: Nanoseconds, _ now: Nanoseconds, _ target: ComponentIndex
    ) -> Never {
        bug(
            "event of kind \(kind) for component \(target.number): expected a time from \(now) on, found \(time)")
    }
}

/// Why a run ended.
public enum StopReason: String, Sendable {
    /// The next event lies at or after the horizon.
    case horizon
    /// The allowed number of events has been handled.
    case eventLimit = "event limit"
    /// Nothing is left to happen.
    case empty
}
