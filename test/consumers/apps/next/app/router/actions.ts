"use server";

import { refresh } from "next/cache";

/** Has the page that called it rendered again. */
export async function renderAgain(): Promise<void> {
  refresh();
}
