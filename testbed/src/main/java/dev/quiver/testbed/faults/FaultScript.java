/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides what happens to each request: the first rule that matches and is not used up, else chance. */
final class FaultScript {
    private final List<Rule> rules = new ArrayList<>();
    private @Nullable Chance chance;

    synchronized void add(Predicate<Exchange> when, Fault fault, int skippedCount, int times) {
        rules.add(new Rule(when, fault, skippedCount, times));
    }

    synchronized void random(long seed, double rate, List<Fault> faults) {
        chance = new Chance(new Random(seed), rate, List.copyOf(faults));
    }

    synchronized void clear() {
        rules.clear();
        chance = null;
    }

    synchronized Fault decide(Exchange request) {
        for (Rule rule : rules) {
            if (rule.applies(request)) {
                return rule.fault;
            }
        }
        return chance == null ? Fault.NONE : chance.next();
    }

    /** Faults for requests that match, after the first few were spared and until the rule is used up. */
    private static final class Rule {
        private final Predicate<Exchange> when;
        private final Fault fault;
        private int toSkipCount;
        private int leftCount;

        Rule(Predicate<Exchange> when, Fault fault, int skippedCount, int times) {
            this.when = when;
            this.fault = fault;
            this.toSkipCount = skippedCount;
            this.leftCount = times;
        }

        boolean applies(Exchange request) {
            if (leftCount == 0 || !when.test(request)) {
                return false;
            }
            if (toSkipCount > 0) {
                toSkipCount--;
                return false;
            }
            leftCount--;
            return true;
        }
    }

    /** The same faults for the same seed, request after request. */
    private record Chance(Random random, double rate, List<Fault> faults) {
        Fault next() {
            boolean hit = random.nextDouble() < rate;
            Fault fault = faults.get(random.nextInt(faults.size()));
            return hit ? fault : Fault.NONE;
        }
    }
}
