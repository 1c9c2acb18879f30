import { Callback } from "../Callback";
import { countRender } from "../countRender";
import { readConfig } from "../config";

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ReplacedPage({ searchParams }: PageProps) {
  const config = await readConfig("/router/replaced");
  return (
    <Callback
      config={config}
      isReplacedByRouter={true}
      renders={countRender()}
      rendered={JSON.stringify(await searchParams)}
    />
  );
}
