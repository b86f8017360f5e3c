/* SPDX-License-Identifier: Apache-2.0 */
/** Objects in a bucket of S3, or of a server that speaks its protocol. */
@NullMarked
package dev.quiver.store.s3;

import org.jspecify.annotations.NullMarked;
