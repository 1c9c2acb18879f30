"use client";

import { useRouter } from "next/navigation";
import { FullscriptCallback, type FullscriptConfig } from "react-fullscript-connect";

export function Callback({ fullscript }: { fullscript: FullscriptConfig }) {
  const router = useRouter();
  return <FullscriptCallback {...fullscript} navigate={(to) => router.replace(to)} theme={{ accent: "#5b2a86" }} />;
}
