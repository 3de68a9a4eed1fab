import Engine
import Quantities
import Foundation
@inline(__always) func rotl(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
struct X { var a: UInt64 = 0x9E3779B97F4A7C15, b: UInt64 = 0xBF58476D1CE4E5B9, c: UInt64 = 0x94D049BB133111EB, d: UInt64 = 0x2545F4914F6CDD1D
  mutating func u() -> Double { let r = rotl(a &+ d, 23) &+ a; let t = b << 17; c ^= a; d ^= b; b ^= c; a ^= d; c ^= t; d = rotl(d,45)
    return (Double(r >> 11) + 0.5) * 0x1p-53 } 
  mutating func e() -> Double { -logFast(u()) } }

struct B { let v: UnsafeMutablePointer<Nanoseconds>; var cursor: UnsafeMutablePointer<Nanoseconds>; let end: UnsafeMutablePointer<Nanoseconds>; let x: UnsafeMutablePointer<X>; let mean: Double; let w: UnsafeMutablePointer<Double>
  init(_ y: X, _ m: Double = 1e9) { mean = m; v = .allocate(capacity: 64); w = .allocate(capacity: 64); end = v + 64; cursor = end; x = .allocate(capacity: 1); x.initialize(to: y) }
  @inline(__always) mutating func next() -> Nanoseconds { if cursor == end { B.fill(v, w, x, mean); cursor = v }; let r = cursor.pointee; cursor += 1; return r }
  @inline(never) static func fill(_ v: UnsafeMutablePointer<Nanoseconds>, _ w: UnsafeMutablePointer<Double>, _ x: UnsafeMutablePointer<X>, _ mean: Double) { for k in 0..<64 { w[k] = x.pointee.u() }; for k in 0..<64 { w[k] = -logFast(w[k]) }; for k in 0..<64 { v[k] = Nanoseconds(Int64(bitPattern: (w[k] * mean + 0x1.8p52).bitPattern &- (0x1.8p52).bitPattern)) } } }
func now() -> Double { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return Double(t.tv_sec)*1e9 + Double(t.tv_nsec) }
final class MM1: Component {
  private var a = B(X(), 1e9/0.9), s = B(X(a: 1234567, b: 99999, c: 77, d: 8881231231)); private var n: Int32 = 0, left: Int
  init(_ l: Int, _ i: ComponentIndex) { left = l; super.init(index: i) }
  override func handle(_ e: Event, in sim: inout Simulation) {
    if e.kind == 0 {
      if n == 0 { serve(e.time, &sim) }
      n += 1; left -= 1
      if left > 0 { sim.schedule(0, at: e.time + a.next(), in: .arrival, for: index) }
    } else { n -= 1; if n > 0 { serve(e.time, &sim) } }
  }
  private func serve(_ time: Nanoseconds, _ sim: inout Simulation) { sim.schedule(1, at: time + s.next(), in: .completion, for: index) }
}
final class Hold: Component {
  private var a = B(X())
  override func handle(_ e: Event, in sim: inout Simulation) {
    sim.schedule(0, at: e.time + a.next(), in: .arrival, for: index)
  }
}
let only = CommandLine.arguments.count > 1
for _ in 0..<2 {
do { var best = 1e9
for _ in 0..<5 { let t = now(); var x = X(); var w = 0.0, sum = 0.0; for _ in 0..<5_000_000 { let g = x.e()/0.9, v = x.e(); w = max(0, w + v - g); sum += w }
 best = min(best, (now()-t)/5e6); if sum < 0 { print() } }; print("yardstick-swift", best) }
do { var best = 1e9
for _ in 0..<5 { var sim = Simulation(); let q = MM1(2_000_000, sim.reserve()); sim.add(q); sim.schedule(0, at: .zero, in: .arrival, for: q.index)
 let t = now(); _ = sim.run(until: .never); best = min(best, (now()-t)/2e6) }
print("mm1", best) }
if !only { for size in [1024, 65536, 1048576] { var best = 1e9
for _ in 0..<3 { var sim = Simulation(); let q = Hold(index: sim.reserve()); sim.add(q); var x = X(); for _ in 0..<size { sim.schedule(0, at: Nanoseconds(Int64(x.e()*1e9)), in: .arrival, for: q.index) }
 _ = sim.run(until: .never, eventLimit: size * 3)
 let n = max(2_000_000, 3 * size)
 let t = now(); _ = sim.run(until: .never, eventLimit: size * 3 + n); best = min(best, (now()-t)/Double(n)) }
print("hold", size, best) } }
}

@inline(__always) func logFast(_ x: Double) -> Double {
  let b = x.bitPattern &+ (0x3ff0000000000000 - 0x3fe6a09e00000000)
  let k = Double(Int64(b >> 52) - 1023)
  let m = Double(bitPattern: (b & 0xFFFFFFFFFFFFF) &+ 0x3fe6a09e00000000)
  let f = m - 1
  let s = f / (2 + f), z = s * s, w = z * z
  let t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332))
  let t2 = z * (0.6666666666666735130 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)))
  let R = t1 + t2
  let h = 0.5 * f * f
  return k * 6.93147180369123816490e-01 - ((h - (s * (h + R) + k * 1.90821492927058770002e-10)) - f)
}
