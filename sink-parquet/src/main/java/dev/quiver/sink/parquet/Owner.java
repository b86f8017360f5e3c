/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/**
 * A task as its ledgers know it.
 *
 * @param name no other task has or had it
 * @param layout stands for all settings that decide which output partition a row belongs to
 * @param ending which of its files end together
 * @param files what its files are called
 */
record Owner(String name, String layout, Ending ending, FileName files) {}
