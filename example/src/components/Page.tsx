import { type ReactNode, useEffect, useRef } from "react";
import { NavigationType, useNavigationType } from "react-router";

interface PageProps {
  title: string;
  /** What the page is for, in a sentence. */
  intro?: ReactNode;
  children?: ReactNode;
}

/** Title, heading and focus of a page: coming from another one, the keyboard and the screen reader start at its heading. */
export function Page({ title, intro, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useNavigationType() === NavigationType.Pop;
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
  }, [isFirst]);

  return (
    <>
      <title>{`${title} · Quillwood Clinic`}</title>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {intro && <p className="page-intro">{intro}</p>}
      </div>
      {children}
    </>
  );
}
