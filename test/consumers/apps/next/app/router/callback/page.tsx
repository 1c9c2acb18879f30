import { Callback } from "../Callback";
import { countRender } from "../countRender";
import { readConfig } from "../config";

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CallbackPage({ searchParams }: PageProps) {
  const config = await readConfig("/router/callback");
  return (
    <Callback
      config={config}
      isReplacedByRouter={false}
      renders={countRender()}
      rendered={JSON.stringify(await searchParams)}
    />
  );
}
