import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  // This folder and no other: the lock file above it is another project's.
  turbopack: { root: import.meta.dirname },
};

export default config;
