/* SPDX-License-Identifier: Apache-2.0 */
/** Servers as operating system processes: started, signalled, restarted and never left behind. */
@NullMarked
package dev.quiver.testbed.process;

import org.jspecify.annotations.NullMarked;
