/* SPDX-License-Identifier: Apache-2.0 */
/** A broker, Connect workers and an S3 server for one test, started by one call and gone after it. */
@NullMarked
package dev.quiver.testbed;

import org.jspecify.annotations.NullMarked;
