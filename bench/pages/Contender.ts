import type { ComponentType, ReactNode } from "react";

/** One way to connect an account. Whatever says that it is connected has `data-status="connected"`. */
export interface Contender {
  /** What it needs around itself, once a page. */
  Around: ComponentType<{ children: ReactNode }>;
  Button: ComponentType;
  Callback: ComponentType;
}
