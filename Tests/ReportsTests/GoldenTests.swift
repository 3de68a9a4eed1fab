// SPDX-License-Identifier: GPL-3.0-or-later

import Reports
import Testing

struct GoldenTests {
    @Test("The brief report of the example, as a terminal shows it")
    func briefText() throws {
        #expect(try Example.report().document(.verdicts).text() == brief)
    }

    // swift-format-ignore
    private let brief = """
        pool delivers the most verified inference: it gives a timely, right answer at L5 (checked) to 76.0 % of requests (95 %
        interval 72.3 to 79.7) at scale 1. It is better than hybrid (assumed honest); cloud cannot reach L5.

        layout                         U at L5            95 %  U at L0      A      C      T      V  correct  VIPN 1/s  USD/h
        -----------------------  -------------  --------------  -------  -----  -----  -----  -----  -------  --------  -----
        cloud                    not reachable               -    0.790  0.960      -      -      -    0.823         -     72
        pool                             0.760  [0.723, 0.797]    0.760  0.960  0.979  0.809  0.792    0.792      0.76     81
        hybrid (assumed honest)          0.540  [0.467, 0.613]    0.540  0.960  0.979  0.574  0.563    0.563      0.54     81

        Target L5 (checked): someone independent checked this very answer, or it stood open to challenge for the whole window
        and no challenge is open. Timely: whole answer within 2 s; clients give up after 10 s. Verified within 5 s of delivery,
        revocable for 60 s. Requests offered in [0 s, 100 s), scale 1, terminating study, 4 replications.

        Verdicts
        --------

        Scale 1:

        layout  is      than / to / from         U difference   Holm interval  size                  p (Holm)  correlation
        ------  ------  -----------------------  ------------  --------------  --------------------  --------  -----------
        pool    better  hybrid (assumed honest)         0.220  [0.183, 0.257]  by more than matters   < 0.001        1.000

        Scale 2:

        layout  is      than / to / from         U difference   Holm interval  size                  p (Holm)  correlation
        ------  ------  -----------------------  ------------  --------------  --------------------  --------  -----------
        pool    better  hybrid (assumed honest)         0.240  [0.203, 0.277]  by more than matters   < 0.001        1.000

        On U at L5, from paired jackknife differences, corrected over all pairs of a scale. Equivalent: the interval lies within
        ± 0.01, the indifference. Better or worse: it does not, and it leaves out 0; by more than matters where all of it lies
        beyond the indifference, perhaps by less where a part does not.

        Conservation of requests
        ------------------------

        layout                   k  requests   offered  = answered  + refused  + timed out  + lost  + in flight
        -----------------------  -  ---------  -------  ----------  ---------  -----------  ------  -----------
        cloud                    1  cohort         800         784         16            0       0            0
        cloud                    1  whole run      800         784         16            0       0            0
        cloud                    2  cohort        1600        1568         32            0       0            0
        cloud                    2  whole run     1600        1568         32            0       0            0
        pool                     1  cohort         400         392          8            0       0            0
        pool                     1  whole run      400         392          8            0       0            0
        pool                     2  cohort         800         784         16            0       0            0
        pool                     2  whole run      800         784         16            0       0            0
        hybrid (assumed honest)  1  cohort         400         392          8            0       0            0
        hybrid (assumed honest)  1  whole run      400         392          8            0       0            0
        hybrid (assumed honest)  2  cohort         800         784         16            0       0            0
        hybrid (assumed honest)  2  whole run      800         784         16            0       0            0

        Of the cohort, by reason and by cause, at scale 1:

        layout                   no node known  queue full  priced out  dependency down  censored  loss  withheld  late
        -----------------------  -------------  ----------  ----------  ---------------  --------  ----  --------  ----
        cloud                                0          16           0                0         0     0         0     0
        pool                                 0           8           0                0         0     0         0     0
        hybrid (assumed honest)              0           8           0                0         0     0         0     0

        Notes
        -----

        - Digits stand for prompts of a language model.
        - Given equal cost, that of cloud; residual: pool +12.5 %, hybrid (assumed honest) +12.5 %.
        - cloud: the cloud has more than 20 % of the capacity; its honesty makes the strata.
        - hybrid (assumed honest): audit probability p = 0.05, stake s = 1000 USD.
        - hybrid (assumed honest): the cloud is exempted from the threat.
        - 4 replications may all have missed what happens in fewer than 0.527 of them; no interval but those of measures that
          were alike in all replications allows for it.

        Files
        -----

        - runs.csv: the record

        """
}
