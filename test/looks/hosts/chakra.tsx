import { Button, Card, ChakraProvider, defaultSystem, Heading } from "@chakra-ui/react";
import { showPage } from "./showFullscript";

showPage(
  {
    accent: "var(--chakra-colors-teal-solid)",
    surface: "var(--chakra-colors-bg-panel)",
    text: "var(--chakra-colors-fg)",
    radius: "var(--chakra-radii-l2)",
  },
  (fullscript) => (
    <ChakraProvider value={defaultSystem}>
      <Card.Root>
        <Card.Body>
          <Heading as="h1">Integrations</Heading>
          <Button colorPalette="teal" className="host-button">
            Invite a colleague
          </Button>
          {fullscript}
        </Card.Body>
      </Card.Root>
    </ChakraProvider>
  ),
);
