import {
  FullscriptCallback,
  type FullscriptCallbackProps,
  FullscriptConnectButton,
  FullscriptConnectionCard,
} from "react-fullscript-connect";
import { NOT_CONNECTED } from "../card/cardStory";
import { FULLSCRIPT } from "../fullscript";

interface PreviewProps extends Pick<
  FullscriptCallbackProps,
  "theme" | "colorScheme" | "messages" | "headingLevel" | "classNames"
> {
  title: string;
}

/** Shows the button, the callback and the card in one theme, on a page of its color scheme. */
export function Preview({ title, headingLevel, ...looks }: PreviewProps) {
  const Heading = `h${(headingLevel ?? 2) - 1}` as "h2";
  return (
    <section className="theming-preview" data-surface={looks.colorScheme}>
      <Heading>{title}</Heading>
      <div className="theming-buttons">
        <FullscriptConnectButton {...FULLSCRIPT} {...looks} />
        <FullscriptConnectButton {...FULLSCRIPT} {...looks} variant="outline" intent="recommend" />
        <FullscriptConnectButton {...FULLSCRIPT} {...looks} variant="ghost" intent="recommend" />
      </div>
      <FullscriptCallback {...FULLSCRIPT} {...looks} {...{ headingLevel }} navigate={() => undefined} />
      <FullscriptConnectionCard {...FULLSCRIPT} {...looks} {...{ headingLevel }} fetch={NOT_CONNECTED} />
    </section>
  );
}
