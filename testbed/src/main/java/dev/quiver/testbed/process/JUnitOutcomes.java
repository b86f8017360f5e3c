/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells the test bed which tests failed. JUnit, where there is one, finds this class as a service. */
public final class JUnitOutcomes implements TestExecutionListener {
    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        TestOutcomes.listen();
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (result.getStatus() == Status.FAILED) {
            TestOutcomes.recordFailure();
        }
        if (identifier.isContainer()) {
            TestOutcomes.settle();
        }
    }
}
