"use client";

import { useRouter } from "next/navigation";
import { FullscriptCallback } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { fullscript } from "../../../lib/fullscript";

export default function CallbackPage() {
  const router = useRouter();
  return <FullscriptCallback {...fullscript} navigate={(to) => router.replace(to)} />;
}
