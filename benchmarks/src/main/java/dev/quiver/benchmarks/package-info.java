/* SPDX-License-Identifier: Apache-2.0 */
/** Side-by-side comparisons: two ways of doing one job with the same records, told apart by the CPU time they take. */
@NullMarked
package dev.quiver.benchmarks;

import org.jspecify.annotations.NullMarked;
