/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One child table of a window.
 *
 * @param matches its rows by parents
 * @param others its rows by the other keys that the parents may have, null if none has one
 * @param keys of the parents in a table that they share, null if they do not
 * @param children its own children; their parents are the items of {@code matches}
 */
public record Joined(Matches matches, @Nullable Matches others, RootKeys.@Nullable Keys keys, List<Joined> children) {
    public Joined {
        children = List.copyOf(children);
    }
}
