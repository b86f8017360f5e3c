/* SPDX-License-Identifier: Apache-2.0 */
/** The main job in one command: a broker, a worker and an S3 server on this machine, and records on their way. */
@NullMarked
package dev.quiver.quickstart;

import org.jspecify.annotations.NullMarked;
