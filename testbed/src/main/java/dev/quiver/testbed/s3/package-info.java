/* SPDX-License-Identifier: Apache-2.0 */
/** An S3 server on the loopback interface, and its objects as a test sees them. */
@NullMarked
package dev.quiver.testbed.s3;

import org.jspecify.annotations.NullMarked;
