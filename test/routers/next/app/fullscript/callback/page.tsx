import { Callback } from "../../Callback";
import { countRender } from "../../countRender";
import { readConfig } from "../../fullscript";

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CallbackPage({ searchParams }: PageProps) {
  const config = await readConfig("/fullscript/callback");
  return <Callback config={config} isReplacedByRouter={false} renders={countRender()} rendered={JSON.stringify(await searchParams)} />;
}
