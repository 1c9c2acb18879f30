import type { FullscriptTokens } from "react-fullscript-connect";

interface DesignSystem {
  /** How to pass the system's own custom properties to the components. */
  theme: FullscriptTokens;
  /** The system's custom properties with its default values, as it publishes them. */
  light: Record<string, string>;
  dark: Record<string, string>;
}

/** The custom properties of four design systems. The packages themselves are in `test/looks/hosts`. */
export const DESIGN_SYSTEMS: Record<string, DesignSystem> = {
  "Tailwind 4 and shadcn/ui": {
    theme: {
      accent: "var(--primary)",
      surface: "var(--card)",
      text: "var(--card-foreground)",
      radius: "var(--radius)",
    },
    light: {
      "--background": "oklch(1 0 0)",
      "--card": "oklch(1 0 0)",
      "--card-foreground": "oklch(0.145 0 0)",
      "--primary": "oklch(0.606 0.25 292.717)",
      "--radius": "0.625rem",
    },
    dark: {
      "--background": "oklch(0.141 0.005 285.823)",
      "--card": "oklch(0.21 0.006 285.885)",
      "--card-foreground": "oklch(0.985 0 0)",
      "--primary": "oklch(0.541 0.281 293.009)",
      "--radius": "0.625rem",
    },
  },
  MUI: {
    theme: {
      accent: "var(--mui-palette-primary-main)",
      surface: "var(--mui-palette-background-paper)",
      radius: "var(--mui-shape-borderRadius)",
    },
    light: {
      "--background": "#fff",
      "--mui-palette-primary-main": "#1976d2",
      "--mui-palette-background-paper": "#fff",
      "--mui-shape-borderRadius": "4px",
    },
    dark: {
      "--background": "#121212",
      "--mui-palette-primary-main": "#90caf9",
      "--mui-palette-background-paper": "#121212",
      "--mui-shape-borderRadius": "4px",
    },
  },
  "Chakra UI": {
    theme: {
      accent: "var(--chakra-colors-teal-solid)",
      surface: "var(--chakra-colors-bg-panel)",
      text: "var(--chakra-colors-fg)",
      radius: "var(--chakra-radii-l2)",
    },
    light: {
      "--background": "#fff",
      "--chakra-colors-teal-solid": "#0c5d56",
      "--chakra-colors-bg-panel": "#fff",
      "--chakra-colors-fg": "#000",
      "--chakra-radii-l2": "0.25rem",
    },
    dark: {
      "--background": "#000",
      "--chakra-colors-teal-solid": "#0c5d56",
      "--chakra-colors-bg-panel": "#111111",
      "--chakra-colors-fg": "#fafafa",
      "--chakra-radii-l2": "0.25rem",
    },
  },
  Mantine: {
    theme: {
      accent: "var(--mantine-primary-color-filled)",
      surface: "var(--mantine-color-body)",
      text: "var(--mantine-color-bright)",
      radius: "var(--mantine-radius-default)",
    },
    light: {
      "--background": "#fff",
      "--mantine-primary-color-filled": "#228be6",
      "--mantine-color-body": "#fff",
      "--mantine-color-bright": "#000",
      "--mantine-radius-default": "4px",
    },
    dark: {
      "--background": "#242424",
      "--mantine-primary-color-filled": "#1971c2",
      "--mantine-color-body": "#242424",
      "--mantine-color-bright": "#fff",
      "--mantine-radius-default": "4px",
    },
  },
};
