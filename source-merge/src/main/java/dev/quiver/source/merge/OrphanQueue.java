/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.Orphans;
import dev.quiver.source.merge.engine.TableException;
import dev.quiver.source.merge.engine.TreeSpec;
import dev.quiver.source.merge.otel.OtelWindow;
import dev.quiver.source.merge.otel.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Child rows without a parent that belong between the rows of one window, by the id that is missing. */
final class OrphanQueue {
    private final OtelWindow window;
    private final Signal signal;
    private final List<Place> places = new ArrayList<>();
    private int at;

    OrphanQueue(OtelWindow window, Signal signal) {
        this.window = window;
        this.signal = signal;
        for (Orphans each : window.merged().orphans()) {
            for (int place = 0; place < each.keys().length; place++) {
                places.add(new Place(each, place));
            }
        }
        places.sort(Comparator.comparingLong(Place::key));
    }

    private record Place(Orphans orphans, int place) {
        long key() {
            return orphans.keys()[place];
        }
    }

    /** What says that {@code orphans} must not be. */
    static TableException refusal(String part, TreeSpec tree, Orphans orphans) {
        return new TableException("partition " + part + " has rows of "
                + tree.joins().get(orphans.join()).table().name() + " for id " + orphans.keys()[0]
                + ", which no row of " + tree.root().name() + " has (merge.orphans=skip counts them)");
    }

    /** Whether the next ones come before a row with {@code id}; before one without an id none comes. */
    boolean isDue(long id) {
        return at < places.size() && places.get(at).key() < id;
    }

    /** The id that the next ones lack. */
    long key() {
        return places.get(at).key();
    }

    /** The next ones as JSON: all that lack the same id in one table. */
    String take() throws IOException {
        Place place = places.get(at++);
        return window.orphanJson(place.orphans(), place.place(), signal);
    }
}
