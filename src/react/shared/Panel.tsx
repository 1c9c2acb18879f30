import { type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode, type Ref, useId } from "react";
import type { FullscriptError } from "../../core/FullscriptError";
import type { ThemeProps } from "./theme";
import { useTheme } from "./useTheme";

type Part = "root" | "icon" | "title" | "text" | "actions" | "action" | "hint";

/** A button of a panel. */
export interface PanelAction {
  label: string;
  variant: "solid" | "outline" | "ghost";
  onClick: ((event: MouseEvent<HTMLButtonElement>) => void) | undefined;
  /** Whether it was pressed, and something is under way. */
  isBusy?: boolean | undefined;
}

interface PanelProps extends ThemeProps {
  kind: "callback" | "card";
  status: string;
  error: FullscriptError | undefined;
  waiting?: string | undefined;
  lang: string;
  title: string;
  titleRef: Ref<HTMLHeadingElement>;
  text: string;
  /** Stands below the text, and isn't announced with it. */
  aside?: ReactNode;
  /** Stands before the actions. */
  connectButton?: ReactNode;
  actions: readonly PanelAction[];
  /** Tells apart actions that don't replace each other. */
  actionsKey?: string;
  actionsRef?: Ref<HTMLDivElement>;
  /** Replaces everything in the section. */
  children?: ReactNode;
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  classNames?: { readonly [Name in Part]?: string | undefined } | undefined;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/**
 * The icon of each status. While something is under way, the stylesheet makes it a spinner. Shapes, so that color alone tells
 * nothing; inline, because a strict Content-Security-Policy blocks `data:` images.
 */
const ICONS: Readonly<Record<string, string>> = {
  absent: "M6 12h12",
  "not-connected": "M6 12h12",
  cancelled: "M6 12h12",
  delivered: "m5 12.5 4.5 4.5L19 7.5",
  connected: "m5 12.5 4.5 4.5L19 7.5",
  expired: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4.5V12l3 2",
  failed: "M12 5v8m0 5v.1",
  reconnect: "M12 5v8m0 5v.1",
};

/** Renders what the callback and the card have in common: a section with an icon, a heading, a text and actions. */
export function Panel(props: PanelProps): ReactElement {
  const { kind, status, error, waiting, lang, title, titleRef, text, aside } = props;
  const {
    connectButton,
    actions,
    actionsKey,
    actionsRef,
    children,
    headingLevel = 2,
    classNames = {},
    onKeyDown,
  } = props;
  const titleId = useId();
  const role = status === "failed" || status === "expired" ? "alert" : "status";
  const Heading = `h${headingLevel}` as const;
  return (
    <section
      {...useTheme(props)}
      className={classNames.root}
      data-fullscript={kind}
      data-status={status}
      data-error={error?.code}
      data-waiting={waiting}
      {...(children === undefined && { lang, "aria-labelledby": titleId, onKeyDown })}
    >
      {children === undefined ? (
        <>
          <svg
            data-part="icon"
            className={classNames.icon}
            aria-hidden="true"
            viewBox="0 0 24 24"
            width="44"
            height="44"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          >
            <path d={ICONS[status]} />
          </svg>
          <div key={role} role={role} data-part="body">
            <Heading ref={titleRef} id={titleId} tabIndex={-1} data-part="title" className={classNames.title}>
              {title}
            </Heading>
            <p data-part="text" className={classNames.text}>
              {text}
            </p>
          </div>
          {aside}
          {(connectButton || actions.length > 0) && (
            <div key={actionsKey} ref={actionsRef} data-part="actions" className={classNames.actions}>
              {connectButton}
              {actions.map(({ label, variant, onClick, isBusy }, index) => (
                // The place is the key, so that a button keeps the focus when its label changes.
                <button
                  key={index}
                  {...(isBusy && { "aria-disabled": true, "aria-busy": true })}
                  type="button"
                  data-part="action"
                  data-variant={variant}
                  className={classNames.action}
                  onClick={isBusy ? undefined : onClick}
                >
                  {label}
                </button>
              ))}
            </div>
          )}
          {error && process.env.NODE_ENV !== "production" && (
            <p data-part="hint" lang="en" className={classNames.hint}>
              <code>{error.code}</code> {error.message}
            </p>
          )}
        </>
      ) : (
        children
      )}
    </section>
  );
}
