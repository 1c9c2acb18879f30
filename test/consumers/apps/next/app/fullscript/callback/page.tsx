"use client";

import { useRouter } from "next/navigation";
import { FullscriptCallback } from "react-fullscript-connect";
import "react-fullscript-connect/styles.css";
import { fullscript } from "../../../lib/fullscript";

export default function CallbackPage() {
  const router = useRouter();
  return (
    <main>
      <FullscriptCallback
        {...fullscript}
        headingLevel={1}
        navigate={(to) => router.replace(to)}
      />
    </main>
  );
}
