"use client";

import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useTransition } from "react";
import { FullscriptCallback, type FullscriptConfig } from "react-fullscript-connect";
import { renderAgain } from "./actions";

interface CallbackProps {
  config: FullscriptConfig;
  isReplacedByRouter: boolean;
  renders: number;
  /** What the server rendered the page for. */
  rendered: string;
}

export function Callback({ config, isReplacedByRouter, renders, rendered }: CallbackProps) {
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams();
  const [, startTransition] = useTransition();

  useEffect(() => {
    new Image().src = `http://127.0.0.1:${location.port}/pixel.svg`;
  }, []);

  return (
    <main>
      <FullscriptCallback
        {...config}
        autoLeave={false}
        replaceUrl={isReplacedByRouter ? (url) => router.replace(url) : undefined}
      />
      <output data-testid="loads">{renders}</output>
      <output data-testid="search">{`${rendered} ${search}`}</output>
      <button onClick={() => router.refresh()}>refresh</button>
      <button onClick={() => router.replace(`${pathname}?x=2`)}>replace</button>
      <button onClick={() => router.push(`${pathname}?x=2`)}>push</button>
      <button onClick={() => router.replace(`${pathname}?${new URLSearchParams([...search, ["y", "2"]])}`)}>
        replace with one more parameter
      </button>
      <button onClick={() => startTransition(renderAgain)}>server action</button>
      <Link href="/router/other">Other page</Link>
    </main>
  );
}
