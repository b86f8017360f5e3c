/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.TableBatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What happens to what cannot be passed on as it is: the task fails, or goes on without it and counts. */
public final class Faults {
    /** What becomes of a value that has no meaning. */
    public enum BadValue {
        /** The task fails. */
        FAIL,
        /** The value becomes empty. */
        EMPTY
    }

    /** What becomes of attributes beyond the limit of one record. */
    public enum TooMany {
        /** The task fails. */
        FAIL,
        /** They are counted as dropped. */
        TRUNCATE
    }

    /** For looking at values that are passed on elsewhere: what cannot be read is empty, and nobody counts it. */
    static final Faults QUIET = new Faults(BadValue.EMPTY, TooMany.TRUNCATE, Integer.MAX_VALUE);

    private final BadValue badValue;
    private final TooMany tooMany;
    private final int attributesMax;
    private final AtomicLong badValues = new AtomicLong();
    private final AtomicLong droppedAttributes = new AtomicLong();
    private final LongAdder unresolvedResources = new LongAdder();

    /** The policies; no record and no resource has more than {@code attributesMax} attributes. */
    public Faults(BadValue badValue, TooMany tooMany, int attributesMax) {
        this.badValue = badValue;
        this.tooMany = tooMany;
        this.attributesMax = attributesMax;
    }

    AnyValue badType(TableBatch batch, int row, int code) throws ValueException {
        return bad(batch, row, "its type is " + code + " and known ones are 0 to 7");
    }

    AnyValue badValue(TableBatch batch, int row, ValueException reason) throws ValueException {
        return bad(batch, row, String.valueOf(reason.getMessage()));
    }

    private AnyValue bad(TableBatch batch, int row, String reason) throws ValueException {
        if (badValue == BadValue.FAIL) {
            throw new ValueException("could not read the value in row " + (batch.firstRow() + row) + " of "
                    + batch.file().path() + ": " + reason
                    + " (errors.bad.value=empty goes on without it)");
        }
        badValues.incrementAndGet();
        return AnyValue.Empty.VALUE;
    }

    /** How many of {@code count} attributes of {@code row} of {@code batch} are passed on. */
    int attributes(TableBatch batch, int row, int count) throws ValueException {
        if (count <= attributesMax) {
            return count;
        }
        if (tooMany == TooMany.FAIL) {
            throw new ValueException("row " + (batch.firstRow() + row) + " of "
                    + batch.file().path() + " has " + count + " attributes, more than the " + attributesMax
                    + " allowed (merge.attributes.max)");
        }
        droppedAttributes.addAndGet((long) count - attributesMax);
        return attributesMax;
    }

    void unresolved(long records) {
        unresolvedResources.add(records);
    }

    /** What was counted at one time. */
    public record Counts(long badValues, long droppedAttributes) {}

    /** What is counted so far. */
    public Counts counts() {
        return new Counts(badValues.get(), droppedAttributes.get());
    }

    /** Takes back what was counted since {@code before}: what it was for is made again. One thread counts. */
    public void forgetSince(Counts before) {
        badValues.set(before.badValues());
        droppedAttributes.set(before.droppedAttributes());
    }

    /** Values that became empty. */
    public long badValues() {
        return badValues.get();
    }

    /** Attributes that were left out. */
    public long droppedAttributes() {
        return droppedAttributes.get();
    }

    /** Records whose resource and scope are not known. */
    public long unresolvedResources() {
        return unresolvedResources.sum();
    }
}
