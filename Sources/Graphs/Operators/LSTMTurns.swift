// SPDX-License-Identifier: GPL-3.0-or-later

import Kernels

/// Brings inputs and states that have the batch first into the order of the kernel, steps and directions first, and the
/// outputs back.
final class LSTMTurns {
    private let input: StridedCopy
    private let stateIn: StridedCopy
    private let stateOut: StridedCopy
    private let output: StridedCopy
    private let inputRoom: Room
    private let stateRooms: [Room]
    private let outputRoom: Room
    private let addresses: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    init(
        _ memory: LongShortTermMemory, steps: Int, batch: Int, _ setting: Setting
    ) throws(OperatorMistake) {
        let (inputs, hidden, directions) = (memory.inputs, memory.hidden, memory.directions)
        input = StridedCopy(sizes: [steps, batch, inputs], strides: [inputs, steps * inputs, 1], width: 4)
        stateIn = StridedCopy(sizes: [directions, batch, hidden], strides: [hidden, directions * hidden, 1], width: 4)
        stateOut = StridedCopy(sizes: [batch, directions, hidden], strides: [hidden, batch * hidden, 1], width: 4)
        output = StridedCopy(
            sizes: [batch, steps, directions, hidden],
            strides: [hidden, directions * batch * hidden, batch * hidden, 1], width: 4)
        inputRoom = try Room(steps * batch * inputs, setting)
        outputRoom = try Room(steps * batch * directions * hidden, setting)
        var rooms: [Room] = []
        for _ in 0..<4 { rooms.append(try Room(directions * batch * hidden, setting)) }
        stateRooms = rooms
        // Eight inputs and three outputs.
        addresses = .allocate(capacity: 11)
        addresses.initialize(repeating: nil, count: 11)
    }

    deinit { addresses.deallocate() }

    /// The arguments in the order of the kernel; outputs go to rooms of their own.
    func before(_ arguments: Arguments, hasLengths: Bool, hasHidden: Bool, hasCell: Bool) -> Arguments {
        input.run(arguments.input(0, as: Float.self), into: inputRoom.start)
        addresses[0] = UnsafeMutableRawPointer(inputRoom.start)
        for (number, index) in [5, 6].enumerated() where number == 0 ? hasHidden : hasCell {
            stateIn.run(arguments.input(index, as: Float.self), into: stateRooms[number].start)
            addresses[index] = UnsafeMutableRawPointer(stateRooms[number].start)
        }
        addresses[4] = hasLengths ? arguments.inputs[4] : nil
        addresses[8] = UnsafeMutableRawPointer(outputRoom.start)
        for number in 0..<2 { addresses[9 + number] = UnsafeMutableRawPointer(stateRooms[2 + number].start) }
        return Arguments(inputs: addresses, outputs: addresses + 8)
    }

    /// Brings the outputs back.
    func after(_ arguments: Arguments, outputs: Int) {
        output.run(outputRoom.start, into: arguments.output(0, as: Float.self))
        for number in 1..<max(1, outputs) {
            stateOut.run(stateRooms[1 + number].start, into: arguments.output(number, as: Float.self))
        }
    }
}
